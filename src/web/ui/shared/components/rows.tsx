import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

export interface RowsProps<T> {
  readonly items: readonly T[];
  readonly label: string;
  readonly keyOf: (item: T, at: number) => string;
  readonly row: (item: T, at: number) => ReactNode;
  /** Pixels of a row before it is measured. */
  readonly rowHeight?: number;
  /** Height of the list in the window. */
  readonly height?: string;
  /** More may be asked for. */
  readonly onEnd?: () => void;
}

/** A list of any length: only what is seen is in the page. */
export function Rows<T>({ items, label, keyOf, row, rowHeight = 34, height = '60vh', onEnd }: RowsProps<T>): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (items.length > 0 && last >= items.length - 20) onEnd?.();
  }, [last, items.length, onEnd]);
  return (
    <Box ref={scroller} role="list" aria-label={label} tabIndex={0} mah={height} style={{ overflow: 'auto', contain: 'strict', height: `min(${height}, ${virtual.getTotalSize() + 2}px)` }}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {shown.map(({ index, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <div key={keyOf(item, index)} role="listitem" data-index={index} ref={virtual.measureElement} style={{ position: 'absolute', top: 0, left: 0, width: '100%', transform: `translateY(${start}px)`, borderBottom: '1px solid var(--mantine-color-default-border)' }}>
              {row(item, index)}
            </div>
          );
        })}
      </div>
    </Box>
  );
} // prettier-ignore
