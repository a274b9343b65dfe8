/** What draws WebGL here: nothing, a processor pretending to be a graphics device, or a graphics device. */
export type Graphics = 'none' | 'software' | 'device'

const pretending = /swiftshader|llvmpipe|software|basic render/i
let found: Graphics | undefined

/** Asked once; the context that is made for it is given back. */
export function graphics(): Graphics {
  found ??= probe()
  return found
}

function probe(): Graphics {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (gl === null) return 'none'
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER))
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return pretending.test(name) ? 'software' : 'device'
}

/** Whether the 3D view can be had on this machine. */
export const canRender3d = (): boolean => graphics() !== 'none'
