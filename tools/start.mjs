// @ts-check
/** `npm start`: from a fresh clone to the page, with Node alone. Options as in `serve.mjs`, and `--no-open`. */
import { spawn } from 'node:child_process';
import { createStaticServer, HOST, listen, serveOptions } from './serve.mjs';
import { ensureBuild, ensurePackages } from './setup.mjs';

/**
 * Opens the address in the person's browser, where there is a desktop; where not, nothing happens.
 * @param {string} address
 */
function openInBrowser(address) {
  const command = opener();
  if (command === null) return;
  const [program = '', ...parameters] = command;
  const child = spawn(program, [...parameters, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

/** @returns {readonly string[] | null} */
function opener() {
  if (process.env['CI']) return null;
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}

try {
  const { port, mount, headers, open } = serveOptions();
  ensurePackages();
  ensureBuild();
  const actual = await listen(createStaticServer({ mount, headers }), port);
  const address = `http://${HOST}:${actual}${mount}?sample=news`;
  console.log(`\nRinse is at ${address}\nStop it with Ctrl+C.`);
  if (open) openInBrowser(address);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
