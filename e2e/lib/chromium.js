// A real browser: Chromium as it is installed here, driven by playwright-core.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { e2e } from './product.js';

/** The program; undefined where there is none. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find(
  name => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

/** Where pictures of a run are kept. */
export const pictures = join(e2e, 'target', 'console');

/** Starts it; the caller closes it. */
export async function browse() {
  mkdirSync(pictures, { recursive: true });
  const { chromium } = await import('playwright-core');
  const executablePath = spawnSync('which', [CHROMIUM], { encoding: 'utf8' }).stdout.trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/**
 * A tab that notes what must never happen: errors of scripts, violations of the policy, requests to anyone else, and
 * dialogs.
 */
export async function tab(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', error => wrong.push(String(error)));
  page.on('console', message => message.type() === 'error' && wrong.push(message.text()));
  page.on('dialog', dialog => wrong.push(dialog.message()) && dialog.dismiss());
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) {
      wrong.push(`asked for ${url}`);
    }
  });
  return { page, context, wrong };
}
