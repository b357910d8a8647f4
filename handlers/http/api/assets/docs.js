// In a file of its own: the page's content security policy allows no inline script.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null });
