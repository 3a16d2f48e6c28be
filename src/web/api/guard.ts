import { createHash, timingSafeEqual } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';

/** Who may speak to the server: browsers that were given the address with its token, and the command line. */
export interface Guard {
  readonly port: () => number;
  readonly token: string;
}

const cookieOf = (port: number): string => `konseki-${port}`;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

export interface GuardedEnv {
  readonly Variables: { readonly nonce: string };
}

/**
 * Loopback names only in Host (a page elsewhere could point a name of its own at 127.0.0.1), our own Origin only,
 * and the token of this start (DESIGN.md §7). The address with the token is exchanged for a cookie at once, so that
 * it stays in no history entry but its own.
 */
export const guard = ({ port, token }: Guard) =>
  createMiddleware<GuardedEnv>(async (c, next) => {
    const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port()}`);
    const host = c.req.header('host') ?? '';
    if (!own.includes(host)) return c.text('This address is not served here.', 421);
    const origin = c.req.header('origin');
    if (origin !== undefined && origin !== `http://${host}`) return c.text('Requests come from the workbench itself only.', 403); // prettier-ignore
    const site = c.req.header('sec-fetch-site');
    const url = new URL(c.req.url);
    const given = url.searchParams.get('token');
    if (given !== null && c.req.method === 'GET' && url.pathname === '/') {
      if (!isSame(given, token)) return c.text(strange, 401);
      setCookie(c, cookieOf(port()), token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return c.redirect('/', 303);
    }
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return c.text('Requests come from the workbench itself only.', 403); // prettier-ignore
    const bearer = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const shown = bearer ?? getCookie(c, cookieOf(port()));
    if (shown === undefined || !isSame(shown, token)) return c.text(strange, 401);
    // A cookie alone changes nothing: a browser says where such a request comes from.
    if (bearer === undefined && !['GET', 'HEAD'].includes(c.req.method) && origin === undefined)
      return c.text('Requests come from the workbench itself only.', 403);
    await next();
    return undefined;
  });

const strange =
  'Open the address that "konseki serve" printed: it carries the token of this start.\n' +
  '「konseki serve」が表示したアドレス (トークン付き) を開いてください。\n';

/** Nothing from elsewhere, no script but ours, in no frame of others. */
export const policyOf = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `frame-src 'self' blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'self'`,
    `object-src 'none'`,
  ].join('; ');

/** Headers of every answer. */
export const headers = createMiddleware(async (c, next) => {
  await next();
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  if (c.res.headers.get('Cache-Control') === null) c.header('Cache-Control', 'no-store');
  if (c.res.headers.get('Content-Security-Policy') === null)
    c.header('Content-Security-Policy', `default-src 'none'; frame-ancestors 'self'`);
});
