// ReDoc over the gateway's own document. What a service wrote is cleaned of HTML that could do something.
addEventListener('DOMContentLoaded', () => {
  const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
  Redoc.init('/openapi.json', {
    sanitize: true,
    untrustedSpec: true,
    hideDownloadButton: false,
    nativeScrollbars: true,
    theme: {
      typography: { fontFamily: system, headings: { fontFamily: system }, code: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace' } },
    },
  }, document.getElementById('api'));
});
