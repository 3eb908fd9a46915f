import { Examples, on } from '../example';
import {
  changed,
  claim,
  cronJob,
  cronJobManifest,
  jobOfCronJob,
  MINIMAL_CRON_JOB,
  MINIMAL_JOB,
  manifest,
  metadata,
  pod,
  podAffinity,
  template,
} from '../manifests';

const LONG = 'a'.repeat(64);
const OWNER = { apiVersion: 'example.com/v1', kind: 'Pipeline', name: 'nightly', uid: '1d2c3b4a' };

export const metadataExamples: Examples = {
  'metadata/name-required': {
    bad: [
      metadata({ name: null }),
      cronJobManifest({ metadata: { name: null } }),
      metadata({ name: '' }),
    ],
    good: [
      MINIMAL_JOB,
      MINIMAL_CRON_JOB,
      metadata({ name: null, generateName: 'example-' }),
      template({ metadata: { labels: { app: 'shop' } } }),
    ],
  },
  'metadata/name-format': {
    bad: [
      metadata({ name: 'Nightly_Report' }),
      metadata({ name: 'nightly..report' }),
      cronJobManifest({ metadata: { name: 'report-' } }),
      metadata({ name: null, generateName: 'Report-' }),
      cronJobManifest({ metadata: { name: null, generateName: '-' } }),
      cronJobManifest({ metadata: { name: '.report' } }),
      changed(MINIMAL_CRON_JOB, { metadata: { generateName: 'team/' } }),
      on(37, changed(MINIMAL_JOB, { metadata: { generateName: 'a%' } })),
      changed(MINIMAL_JOB, { metadata: { generateName: 'Report-' } }),
    ],
    good: [
      metadata({ name: 'nightly-report' }),
      metadata({ name: 'v1.nightly-report' }),
      metadata({ name: null, generateName: 'report-' }),
      metadata({ name: null, generateName: 'r' }),
      template({ metadata: { name: 'Not_Looked_At' } }),
      changed(MINIMAL_CRON_JOB, { metadata: { generateName: 'Report-' } }),
      on(37, changed(MINIMAL_JOB, { metadata: { generateName: 'Report-' } })),
    ],
  },
  'metadata/namespace-format': {
    bad: [
      metadata({ namespace: 'team.shop' }),
      cronJobManifest({ metadata: { namespace: 'Shop' } }),
    ],
    good: [
      metadata({ namespace: 'team-shop' }),
      metadata({ namespace: '' }),
      template({ metadata: { namespace: 'Not.Looked.At' } }),
    ],
  },
  'job/name-length': {
    bad: [
      metadata({ name: LONG }),
      manifest({
        metadata: { name: LONG },
        spec: { template: { metadata: { labels: { app: 'shop' } } } },
      }),
    ],
    good: [
      metadata({ name: LONG.slice(1) }),
      manifest({
        metadata: { name: LONG },
        spec: {
          manualSelector: true,
          selector: { matchLabels: { app: 'shop' } },
          template: { metadata: { labels: { app: 'shop' } } },
        },
      }),
      metadata({ name: null, generateName: `${LONG}-` }),
    ],
  },
  'cron-job/name-length': {
    bad: [
      cronJobManifest({ metadata: { name: 'a'.repeat(53) } }),
      cronJobManifest({ metadata: { name: null, generateName: `${'a'.repeat(47)}-` } }),
    ],
    good: [
      cronJobManifest({ metadata: { name: 'a'.repeat(52) } }),
      metadata({ name: 'a'.repeat(53) }),
      cronJobManifest({ metadata: { name: null, generateName: `${'a'.repeat(46)}-` } }),
    ],
  },
  'labels/key': {
    bad: [
      metadata({ labels: { 'cost center': 'shop' } }),
      metadata({ labels: { 'a/b/c': 'shop' } }),
      metadata({ labels: { '/team': 'shop' } }),
      metadata({ labels: { [LONG]: 'shop' } }),
      pod({ nodeSelector: { 'disk type': 'ssd' } }),
      podAffinity({ labelSelector: { matchLabels: { 'disk type': 'ssd' } } }),
      template({ metadata: { labels: { 'cost center': 'shop' } } }),
      jobOfCronJob({ template: { metadata: { labels: { 'cost center': 'shop' } } } }),
    ],
    good: [
      metadata({ labels: { 'example.com/cost-center': 'shop' } }),
      metadata({ labels: { team: 'shop' } }),
      pod({ nodeSelector: { 'example.com/disk_type': 'ssd' } }),
      podAffinity({ labelSelector: { matchLabels: { disk: 'ssd' } } }),
      cronJob({ jobTemplate: { metadata: { labels: { 'not looked at': 'shop' } } } }),
    ],
  },
  'labels/value': {
    bad: [
      metadata({ labels: { team: 'the shop' } }),
      metadata({ labels: { team: LONG } }),
      metadata({ labels: { team: 'shop-' } }),
      pod({ nodeSelector: { disk: 'very fast' } }),
      podAffinity({ labelSelector: { matchLabels: { disk: 'very fast' } } }),
      template({ metadata: { labels: { team: 'the shop' } } }),
    ],
    good: [
      metadata({ labels: { team: 'the-shop' } }),
      metadata({ labels: { team: '' } }),
      metadata({ labels: { team: 'A_b.c-1' } }),
      pod({ nodeSelector: { disk: 'very-fast' } }),
      podAffinity({ labelSelector: { matchLabels: { disk: 'fast' } } }),
    ],
  },
  'annotations/key': {
    bad: [
      metadata({ annotations: { 'who to ask': 'shop' } }),
      metadata({ annotations: { 'example.com/a/b': 'shop' } }),
      template({ metadata: { annotations: { 'who to ask': 'shop' } } }),
    ],
    good: [
      metadata({ annotations: { 'example.com/who-to-ask': 'The shop' } }),
      metadata({ annotations: { 'Example.COM/Who': 'shop' } }),
      claim({}, { metadata: { annotations: { who: 'shop' } } }),
    ],
  },
  'annotations/size': {
    bad: [
      metadata({ annotations: { script: 'x'.repeat(256 * 1024) } }),
      metadata({ annotations: { a: 'x'.repeat(200 * 1024), b: 'x'.repeat(100 * 1024) } }),
      metadata({ annotations: { script: 'ä'.repeat(150 * 1024) } }),
    ],
    good: [
      metadata({ annotations: { script: 'see the ConfigMap nightly-script' } }),
      metadata({ annotations: { script: 'x'.repeat(256 * 1024 - 6) } }),
    ],
  },
  'metadata/owner': {
    bad: [
      metadata({
        ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Pipeline', name: 'nightly' }],
      }),
      metadata({ ownerReferences: [{ ...OWNER, apiVersion: '' }] }),
      metadata({ ownerReferences: [{ ...OWNER, apiVersion: 'example.com/' }] }),
      metadata({ ownerReferences: [{ ...OWNER, apiVersion: 'example.com/v1/v2' }] }),
      metadata({ ownerReferences: [{ ...OWNER, kind: '' }] }),
      metadata({ ownerReferences: [{ ...OWNER, name: '' }] }),
      metadata({ ownerReferences: [{ ...OWNER, apiVersion: 'v1', kind: 'Event' }] }),
    ],
    good: [
      metadata({ ownerReferences: [OWNER] }),
      metadata({ ownerReferences: [{ ...OWNER, apiVersion: 'v1', kind: 'ConfigMap' }] }),
      metadata({ ownerReferences: [{ ...OWNER, kind: 'Event' }] }),
      metadata({ ownerReferences: [{ ...OWNER, apiVersion: 'events.k8s.io/v1', kind: 'Event' }] }),
      template({ metadata: { ownerReferences: [{ name: 'not looked at' }] } }),
    ],
  },
  'metadata/one-controller': {
    bad: metadata({
      ownerReferences: [
        { ...OWNER, controller: true },
        { ...OWNER, name: 'weekly', controller: true },
      ],
    }),
    good: [
      metadata({
        ownerReferences: [
          { ...OWNER, controller: true },
          { ...OWNER, name: 'weekly' },
        ],
      }),
      metadata({
        ownerReferences: [
          { ...OWNER, controller: true },
          { ...OWNER, controller: true },
        ],
      }), // the same owner counts once
      template({
        metadata: {
          ownerReferences: [
            { ...OWNER, controller: true },
            { ...OWNER, name: 'weekly', controller: true },
          ],
        },
      }),
    ],
  },
  'metadata/finalizer': {
    bad: [
      metadata({ finalizers: ['clean-up'] }),
      metadata({ finalizers: ['example.com/clean up'] }),
      metadata({ finalizers: ['orphan', 'foregroundDeletion'] }),
      metadata({ finalizers: ['example.com/clean-up', 'clean-up'] }),
    ],
    good: [
      metadata({ finalizers: ['example.com/clean-up'] }),
      metadata({ finalizers: ['orphan'] }),
      metadata({ finalizers: ['foregroundDeletion'] }),
      metadata({ finalizers: ['kubernetes'] }),
      template({ metadata: { finalizers: ['not-looked-at'] } }),
    ],
  },
};
