import cytoscape from 'cytoscape';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { ScopeMember } from '../../../../model/incident.js';
import { shortId, visibleText } from '../../shared/format.js';

const shapes: Readonly<Record<string, string>> = {
  user: 'ellipse',
  session: 'diamond',
  ip: 'triangle',
  app: 'round-rectangle',
  message: 'rectangle',
  file: 'rectangle',
};
const hues: Readonly<Record<string, string>> = {
  user: '#12867a',
  session: '#c92a2a',
  ip: '#e8590c',
  'user-agent': '#e8590c',
  app: '#7048e8',
  message: '#1c7ed6',
  file: '#1c7ed6',
};
const idOf = ({ kind, value }: { readonly kind: string; readonly value: string }): string =>
  `${kind} ${value}`;

/** The members as nodes, an arrow from what led to each; the selected member is told. */
export function ScopeGraph({ members, dark, label, onSelect }: { readonly members: readonly ScopeMember[]; readonly dark: boolean; readonly label: string; readonly onSelect: (member: ScopeMember) => void }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  });
  useEffect(() => {
    if (box.current === null) return undefined;
    const known = new Map(members.map((member) => [idOf(member), member]));
    const ink = dark ? '#d7dde3' : '#1c2733';
    const graph = cytoscape({
      container: box.current,
      elements: [
        ...[...known].map(([id, member]) => {
          const text = visibleText(member.name ?? member.value);
          return { data: { id, label: member.kind === 'session' ? shortId(text) : text.length > 28 ? `${text.slice(0, 27)}…` : text, hue: hues[member.kind] ?? '#868e96', shape: shapes[member.kind] ?? 'hexagon' } };
        }),
        ...[...known].flatMap(([id, member]) => {
          const last = member.chain.at(-1);
          const source = last === undefined || last.from === null ? undefined : idOf(last.from);
          return source === undefined || !known.has(source) || source === id ? [] : [{ data: { id: `${source} > ${id}`, source, target: id, member: id, label: last?.link ?? '' } }];
        }),
      ],
      style: [
        { selector: 'node', style: { label: 'data(label)', 'background-color': 'data(hue)', shape: 'data(shape)' as 'ellipse', width: 18, height: 18, 'font-size': 9, color: ink, 'text-valign': 'bottom', 'text-margin-y': 3 } },
        { selector: 'edge', style: { width: 1.4, 'line-color': '#8a97a5', 'target-arrow-color': '#8a97a5', 'target-arrow-shape': 'triangle', 'curve-style': 'bezier', 'arrow-scale': 0.7, label: 'data(label)', 'font-size': 7, color: ink } },
        { selector: ':selected', style: { 'border-width': 3, 'border-color': ink, 'line-color': '#c92a2a', 'target-arrow-color': '#c92a2a' } },
      ],
      layout: { name: 'cose', animate: false, randomize: false, nodeDimensionsIncludeLabels: true, idealEdgeLength: () => 90 },
      wheelSensitivity: 0.3,
    });
    graph.on('select', 'node, edge', () => {
      const selected = graph.$(':selected').first();
      const target: unknown = selected.data('member') ?? selected.id();
      const member = known.get(String(target));
      if (member !== undefined) select.current(member);
    });
    return () => graph.destroy();
  }, [members, dark]);
  // Cytoscape adds this style sheet itself unless it is there; the policy of the page lets none in.
  return <div ref={box} id="__________cytoscape_stylesheet" role="img" aria-label={label} style={{ height: 460, position: 'relative' }} />;
} // prettier-ignore
