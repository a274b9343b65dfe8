import { fitSine } from './regression.ts'

const result = await fitSine({ device: 'gpu' }, Number(process.argv[2]))
console.log(JSON.stringify(result))
