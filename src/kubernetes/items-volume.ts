/** Name of the volume in which the Pods of an Indexed Job find the item of their index. */
export const ITEMS_VOLUME = 'cdk8s-jobs-items';
