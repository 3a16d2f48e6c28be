/**
 * The pipeline is the layout (docs/decisions/0002-one-package.md): who may import whom, as data.
 * A room is a folder directly under `src`.
 */

/** Each room may import the rooms before it. `cli` comes last because its commands start `web`. */
export const pipeline = [
  'model',
  'read',
  'formats',
  'store',
  'ingest',
  'sigma',
  'detect',
  'scope',
  'incident',
  'output',
  'web',
  'cli',
];

/**
 * Rooms beside the pipeline, and all that they may import. Only `cli` and `web` import them.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const besides = {
  measures: ['model', 'formats', 'store', 'incident'],
  collect: ['model', 'formats', 'store', 'incident'],
  respond: ['model', 'formats', 'store', 'incident'],
  practice: ['model', 'formats', 'store', 'incident'],
};

/** Files directly under `src` that every room may import; they import nothing of ours. */
export const shared = ['errors.ts'];

/** The public API: it may import every room, and no room imports it. */
export const barrel = 'index.ts';

const openToBesides = ['web', 'cli'];

/**
 * Why `from` may not import `to`; `undefined` when it may. Both are paths relative to `src`, with
 * forward slashes.
 *
 * @param {string} from
 * @param {string} to
 * @returns {string | undefined}
 */
export function forbidden(from, to) {
  const source = place(from);
  const target = place(to);
  if (target === barrel) return `${barrel} is the public API: import the module itself`;
  if (source === barrel || source === target) return undefined;
  if (shared.includes(source))
    return `${source} is shared by all rooms, so it imports none of them`;
  if (shared.includes(target)) return undefined;
  if (!isRoom(source)) return `"${source}" is not a room of lint/rooms.js`;
  if (!isRoom(target)) return `"${target}" is not a room of lint/rooms.js`;
  const allowed = mayImport(source);
  if (allowed.includes(target)) return undefined;
  return `${source} may import only ${allowed.join(', ') || 'nothing'}, not ${target}`;
}

/**
 * @param {string} room
 * @returns {readonly string[]}
 */
function mayImport(room) {
  const besideRoom = besides[room];
  if (besideRoom !== undefined) return besideRoom;
  const left = pipeline.slice(0, pipeline.indexOf(room));
  return openToBesides.includes(room) ? [...left, ...Object.keys(besides)] : left;
}

/** @param {string} name */
function isRoom(name) {
  return pipeline.includes(name) || name in besides;
}

/** The room a file is in, or its own name if it lies directly under `src`. @param {string} path */
function place(path) {
  return path.split('/')[0] ?? path;
}
