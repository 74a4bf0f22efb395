/** The address of the reader's WebAssembly file, as Vite names it in the build; see vite.config.ts. */
declare module 'barcode-detector/zxing_reader.wasm?url' {
  const address: string
  export default address
}
