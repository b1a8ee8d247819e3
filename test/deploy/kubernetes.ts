import { Deployment } from 'kubernetes-models/apps/v1'
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { ConfigMap, Service } from 'kubernetes-models/v1'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { IMAGE } from './image.ts'
import { problemsOf, unknownVariables } from './problems.ts'

const labels = z.object({ 'app.kubernetes.io/name': z.literal('bellhop') })
const selector = z.object({ matchLabels: labels })
const probe = z.looseObject({
  httpGet: z.object({ path: z.literal(IMAGE.health), port: z.literal('http') }),
})

const container = z.looseObject({
  ports: z.tuple([z.object({ name: z.literal('http'), containerPort: z.literal(IMAGE.port) })]),
  envFrom: z.tuple([
    z.object({ configMapRef: z.object({ name: z.literal('bellhop') }) }),
    z.object({ secretRef: z.object({ name: z.literal('bellhop') }) }),
  ]),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: z.looseObject({ limits: z.object({ memory: z.literal('1Gi') }) }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.tuple([z.looseObject({ mountPath: z.literal(IMAGE.data) })]),
})

// The schemas of Kubernetes itself, by kind.
const MODELS = { ConfigMap, Deployment, Service, PodDisruptionBudget, NetworkPolicy, Ingress }

// What Bellhop relies on, by kind; all of them are there, once.
const KINDS: Readonly<Record<keyof typeof MODELS, z.ZodType>> = {
  ConfigMap: z.looseObject({ data: z.record(z.string(), z.string()) }),
  Deployment: z.looseObject({
    spec: z.looseObject({
      replicas: z.number().min(2),
      strategy: z.looseObject({ rollingUpdate: z.looseObject({ maxUnavailable: z.literal(0) }) }),
      selector,
      template: z.looseObject({
        metadata: z.looseObject({ labels }),
        spec: z.looseObject({
          terminationGracePeriodSeconds: z.number().gt(IMAGE.stops + 5),
          securityContext: z.looseObject({
            runAsNonRoot: z.literal(true),
            runAsUser: z.literal(IMAGE.user),
            fsGroup: z.literal(IMAGE.user),
          }),
          containers: z.tuple([container]),
        }),
      }),
    }),
  }),
  Service: z.looseObject({
    spec: z.looseObject({
      selector: labels,
      ports: z.tuple([z.looseObject({ targetPort: z.literal('http') })]),
    }),
  }),
  PodDisruptionBudget: z.looseObject({
    spec: z.looseObject({ minAvailable: z.literal(1), selector }),
  }),
  NetworkPolicy: z.looseObject({
    spec: z.looseObject({
      podSelector: selector,
      policyTypes: z.tuple([z.literal('Ingress'), z.literal('Egress')]),
      ingress: z.tuple([
        z.looseObject({
          from: z.array(z.unknown()).min(1),
          ports: z.tuple([z.object({ port: z.literal('http') })]),
        }),
      ]),
    }),
  }),
  Ingress: z.looseObject({}),
}

interface Manifest {
  readonly kind: string
  readonly metadata: object
  readonly data?: Record<string, string>
}

const isKnown = (kind: string): kind is keyof typeof MODELS => kind in MODELS

/** What Kubernetes itself would refuse. */
function schemaProblems(kind: keyof typeof MODELS, object: Manifest): string[] {
  try {
    new MODELS[kind](object as never).validate()
    return []
  } catch (error) {
    return [`${kind}: ${error instanceof Error ? error.message : error}`]
  }
}

/** What is wrong with the manifests for Kubernetes. */
export function checkKubernetes(text: string): string[] {
  const documents = [...parseAllDocuments(text)]
  const errors = documents.flatMap(({ errors }) => errors.map(({ message }) => message))
  if (errors.length > 0) return errors
  const objects = documents.map((document) => document.toJS() as Manifest)
  const kinds = objects.map(({ kind }) => kind)
  const config = objects.find(({ kind }) => kind === 'ConfigMap')?.data ?? {}
  return [
    ...Object.keys(KINDS)
      .filter((kind) => kinds.filter((other) => other === kind).length !== 1)
      .map((kind) => `needs one ${kind}`),
    ...objects.flatMap((object) =>
      isKnown(object.kind)
        ? [
            ...schemaProblems(object.kind, object),
            ...problemsOf(KINDS[object.kind], object).map((one) => `${object.kind}.${one}`),
          ]
        : [`has a ${object.kind} that nobody checks`],
    ),
    ...unknownVariables(Object.keys(config)),
  ]
}
