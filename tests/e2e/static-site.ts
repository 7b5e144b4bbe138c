import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { createStaticServer, DIST, HOST, listen } from '../../tools/serve.mjs';

export interface SiteOptions {
  /** The path of the folder on the host, with slashes at both ends. */
  readonly mount?: string;
  /** False: a host that sets no security headers. */
  readonly headers?: boolean;
  /** Files of this build that are replaced, by path. */
  readonly replace?: Readonly<Record<string, string>>;
}

/** A separate host for one test, with its own copy of the build. */
export interface Site {
  readonly url: string;
  /** Stops the server: cuts the connections and closes the port. */
  stop(): Promise<void>;
  /** Starts the server again at the same address. */
  restart(): Promise<void>;
  /** Lists, reads and changes files by their path in the folder. */
  paths(): readonly string[];
  read(path: string): string;
  write(path: string, text: string): void;
  remove(path: string): void;
  /** The content of the file in the build. */
  restore(path: string): void;
}

/** Links a copy of dist into `folder` and serves it on a free port. */
export async function startSite(folder: string, options: SiteOptions = {}): Promise<Site> {
  const { mount = '/', headers = true, replace = {} } = options;
  linkFolder(DIST, folder);
  const write = (path: string, text: string): void => {
    rmSync(join(folder, path), { force: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(replace)) write(path, text);

  let server: Server | null = null;
  let port = 0;
  const restart = async (): Promise<void> => {
    server = createStaticServer({ root: folder, mount, headers });
    port = await listen(server, port);
  };
  await restart();
  return {
    url: `http://${HOST}:${port}${mount}`,
    restart,
    stop: () =>
      new Promise((done) => {
        if (server === null) return done();
        server.close(() => done());
        server.closeAllConnections();
        server = null;
      }),
    paths: () => listPaths(folder),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write,
    remove: (path) => rmSync(join(folder, path)),
    restore: (path) => {
      rmSync(join(folder, path), { force: true });
      cpSync(join(DIST, path), join(folder, path));
    },
  };
}

/** Links large files and copies small ones, which a test may rewrite. */
function linkFolder(from: string, to: string): void {
  for (const path of listPaths(from)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    if (/\.(wasm|onnx)$/.test(path)) symlinkSync(join(from, path), join(to, path));
    else cpSync(join(from, path), join(to, path));
  }
}

function listPaths(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}
