import { createTheme } from '@mantine/core';

/** One calm accent; colour is never the only sign of a meaning. */
export const theme = createTheme({
  primaryColor: 'konseki',
  colors: {
    konseki: ['#eef4fb', '#dbe6f3', '#b3cbe6', '#88aeda', '#6596cf', '#4f87c9', '#437fc7', '#346db0', '#2b619e', '#1c538c'],
  },
  fontFamily: `-apple-system, 'Segoe UI', 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans', 'Noto Sans CJK JP', 'Konseki Japanese', sans-serif`,
  fontFamilyMonospace: 'var(--konseki-mono)',
  fontSizes: { xs: '0.72rem', sm: '0.8rem', md: '0.875rem', lg: '1rem', xl: '1.15rem' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  defaultRadius: 'sm',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.25rem' }, h2: { fontSize: '1.05rem' }, h3: { fontSize: '0.925rem' } } },
  components: {
    Table: { defaultProps: { verticalSpacing: 4, horizontalSpacing: 'xs', highlightOnHover: true, fz: 'sm' } },
    Paper: { defaultProps: { withBorder: true, p: 'md' } },
    Badge: { defaultProps: { radius: 'sm', tt: 'none', fw: 500 } },
    Tooltip: { defaultProps: { multiline: true, maw: 420, withArrow: true, openDelay: 250 } },
  },
}); // prettier-ignore
