// Swagger UI over the gateway's own document. What a service wrote is shown as text and Markdown, never run: see the page's policy.
// The page follows the reader's choice of light or dark, also when it changes.
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
follow();
dark.addEventListener('change', follow);

addEventListener('DOMContentLoaded', () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#api',
    deepLinking: true,
    validatorUrl: null, // or each visit would be told to a server of others
    queryConfigEnabled: false,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    defaultModelRendering: 'model',
    displayRequestDuration: true,
    filter: true,
    persistAuthorization: false, // a token stays in this page and ends with it
    tryItOutEnabled: false,
    syntaxHighlight: { activated: true, theme: 'idea' },
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
  });
});
