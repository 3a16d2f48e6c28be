import type { PointerEvent } from 'react';
import { useState } from 'react';

/** A span that is dragged over a picture, as fractions of its width from left to right. */
export interface Brush {
  readonly span: readonly [number, number] | null;
  readonly handlers: Readonly<Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp', (event: PointerEvent<SVGSVGElement>) => void>>;
} // prettier-ignore

export function useBrush(onSpan: (from: number, to: number) => void): Brush {
  const [span, setSpan] = useState<readonly [number, number] | null>(null);
  const at = (event: PointerEvent<SVGSVGElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
  };
  return {
    span,
    handlers: {
      onPointerDown: (event) => {
        if (event.button === 0) setSpan([at(event), at(event)]);
      },
      onPointerMove: (event) => {
        if (span !== null) setSpan([span[0], at(event)]);
      },
      onPointerUp: (event) => {
        if (span === null) return;
        const [from, to] = [span[0], at(event)].sort((a, b) => a - b);
        setSpan(null);
        // A click is no span.
        if (from !== undefined && to !== undefined && to - from > 0.005) onSpan(from, to);
      },
    },
  };
}
