// Made by `npx projen schema`; field.ts says how to read it.

/** What all objects have. */
export const meta = {
  LabelSelector: {
    matchLabels: 'map string',
    matchExpressions: '[]LabelSelectorRequirement',
  },
  LabelSelectorRequirement: {
    key: 'string printed',
    operator: 'string printed',
    values: '[]string',
  },
  ManagedFieldsEntry: {
    manager: 'string',
    operation: 'string',
    apiVersion: 'string',
    time: '*Time',
    fieldsType: 'string',
    fieldsV1: '*FieldsV1',
    subresource: 'string',
  },
  ObjectMeta: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    selfLink: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'int64',
    creationTimestamp: 'Time',
    deletionTimestamp: '*Time',
    deletionGracePeriodSeconds: '*int64',
    labels: 'map string',
    annotations: 'map string',
    ownerReferences: '[]OwnerReference',
    finalizers: '[]string',
    managedFields: '[]ManagedFieldsEntry',
  },
  OwnerReference: {
    apiVersion: 'string printed',
    kind: 'string printed',
    name: 'string printed',
    uid: 'string printed',
    controller: '*bool',
    blockOwnerDeletion: '*bool',
  },
} as const;
