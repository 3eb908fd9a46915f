export { featureGates, type FeatureGate } from './feature-gates';
export { MINORS } from './releases';
export { startApiserver, type Apiserver, type StartOptions } from './start';
