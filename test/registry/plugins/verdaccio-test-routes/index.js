// Verdaccio loads its plugins by name from a folder. This one only hands back the middleware that registry.ts put into
// its configuration; plugins are registered before Verdaccio's own routes, so it sees every request first.
exports.default = class TestRoutes {
  #middleware;

  constructor(config) {
    this.#middleware = config.middleware;
  }

  register_middlewares(app) {
    app.use(this.#middleware);
  }
};
