/**
 * What deploy takes of undici, in the place of its index, which loads fetch, WebSocket and caches too: that is half of the time in which the command line
 * starts. What is not here does not exist in the bundle.
 */
const api = require('../node_modules/undici/lib/api');
const Dispatcher = require('../node_modules/undici/lib/dispatcher/dispatcher');
const EnvHttpProxyAgent = require('../node_modules/undici/lib/dispatcher/env-http-proxy-agent');

Object.assign(Dispatcher.prototype, api); // as the index does
module.exports = { EnvHttpProxyAgent };
