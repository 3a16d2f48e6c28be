import type { AnchorProps } from '@mantine/core';
import { Anchor } from '@mantine/core';
import type { LinkComponent } from '@tanstack/react-router';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';

interface Props
  extends
    Omit<AnchorProps, 'style'>,
    Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | keyof AnchorProps> {
  readonly ref?: Ref<HTMLAnchorElement>;
}
const Base = (props: Props): ReactNode => <Anchor {...props} />;
const Linked = createLink(Base);

/** A link to another view, its search typed. */
export const Go: LinkComponent<typeof Base> = (props) => <Linked preload={false} {...props} />;
