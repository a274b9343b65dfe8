/** What the browser calls the GPU; undefined where it does not say. */
export function graphicsName(): string | undefined {
  const context = document.createElement('canvas').getContext('webgl2')
  const names = context?.getExtension('WEBGL_debug_renderer_info')
  const name = names && context?.getParameter(names.UNMASKED_RENDERER_WEBGL)
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  if (typeof name !== 'string' || name === '') return undefined
  // ANGLE wraps the name in who drives it: ANGLE (NVIDIA, NVIDIA RTX A2000 (0x25B8) Direct3D11 vs_5_0 ps_5_0, D3D11).
  const [, inner = name] =
    /^ANGLE \([^,]*, (.+?)(?: \(0x[\dA-F]+\))?(?: Direct3D.*| OpenGL.*| Vulkan.*)?(?:, [^,]*)?\)$/i.exec(name) ?? []
  return inner
}
