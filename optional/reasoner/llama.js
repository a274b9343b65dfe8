// Found from here, the package may lie in this folder or beside the product.
export * from 'node-llama-cpp'
