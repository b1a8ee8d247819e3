/** An entry of a directory, as Emscripten keeps it. */
export interface FileNode {
  readonly name: string
  readonly mode: number
}

/** An open file or directory. */
export interface FileStream {
  readonly node: FileNode
  /** Its descriptor in Node. */
  readonly nfd: number
}

interface Attributes {
  readonly size?: number
}

/** The file system of Emscripten for Node (`NODEFS`). Its functions can be replaced before PostgreSQL starts. */
export interface NodeFiles {
  realPath(node: FileNode): string
  /** Turns an error of Node into one that PostgreSQL understands. */
  tryFSOperation<Result>(operation: () => Result): Result
  readonly stream_ops: {
    fsync?: (stream: FileStream) => number
    open(stream: FileStream): void
    close(stream: FileStream): void
    write(
      stream: FileStream,
      buffer: Int8Array,
      offset: number,
      length: number,
      position: number,
    ): number
    setattr(stream: FileStream, attributes: Attributes): void
  }
  readonly node_ops: {
    setattr(node: FileNode, attributes: Attributes): void
    mknod(parent: FileNode, name: string, mode: number, device: number): FileNode
    rename(node: FileNode, folder: FileNode, name: string): void
    unlink(parent: FileNode, name: string): void
    rmdir(parent: FileNode, name: string): void
    symlink(parent: FileNode, name: string, target: string): void
  }
}
