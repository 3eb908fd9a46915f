export { builtKube } from './build';
export { down, type Down } from './down';
export { ClusterError } from './errors';
export { debianImage, type Image, type TaggedImage } from './images';
export { pushImages } from './registry';
export { status, type ComponentStatus, type Status } from './status';
export { up, type Cluster, type UpOptions } from './up';
