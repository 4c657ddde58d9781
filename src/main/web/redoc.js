// ReDoc over the gateway's own document. What a service wrote is cleaned of HTML that could do something.
const darkScheme = matchMedia('(prefers-color-scheme: dark)');

const DARK = {
  colors: {
    primary: { main: '#79b0ff' },
    success: { main: '#63d08f' },
    warning: { main: '#f0b94d' },
    error: { main: '#ff8b80' },
    text: { primary: '#e2e8f0', secondary: '#a9b4c4' },
    border: { dark: 'rgba(255,255,255,.18)', light: 'rgba(255,255,255,.1)' },
    responses: {
      success: { color: '#63d08f', backgroundColor: 'rgba(99,208,143,.12)', tabTextColor: '#63d08f' },
      error: { color: '#ff8b80', backgroundColor: 'rgba(255,139,128,.12)', tabTextColor: '#ff8b80' },
      redirect: { color: '#f0b94d', backgroundColor: 'rgba(240,185,77,.12)', tabTextColor: '#f0b94d' },
      info: { color: '#79b0ff', backgroundColor: 'rgba(121,176,255,.12)', tabTextColor: '#79b0ff' },
    },
  },
  schema: {
    linesColor: '#4a5a75', defaultDetailsWidth: '75%', typeNameColor: '#a9b4c4', typeTitleColor: '#a9b4c4',
    nestedBackground: '#1d242e', arrow: { color: '#a9b4c4' },
  },
  sidebar: { backgroundColor: '#1a2029', textColor: '#e2e8f0', activeTextColor: '#79b0ff' },
  rightPanel: { backgroundColor: '#0f141a', textColor: '#e2e8f0' },
  codeBlock: { backgroundColor: '#0a0e13' },
};

// ReDoc takes its colours once: another choice of the reader's draws the page anew.
darkScheme.addEventListener('change', () => location.reload());

addEventListener('DOMContentLoaded', () => {
  const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
  const typography = { fontFamily: system, headings: { fontFamily: system }, code: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace' } };
  if (darkScheme.matches) {
    typography.code.color = '#ffa9a0';
    typography.code.backgroundColor = 'rgba(255,255,255,.08)';
    typography.links = { color: '#79b0ff', visited: '#79b0ff', hover: '#a9cbff' };
  }
  Redoc.init('/openapi.json', {
    sanitize: true,
    untrustedSpec: true,
    hideDownloadButton: false,
    nativeScrollbars: true,
    theme: { ...(darkScheme.matches ? DARK : {}), typography },
  }, document.getElementById('api'));
});
