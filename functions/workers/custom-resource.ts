import { writeLogLine } from '../runtime/log-line.ts';

/**
 * What CloudFormation sends to the function behind a custom resource, and how it wants its answer:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export type DeploymentEvent = {
  RequestType: 'Create' | 'Update' | 'Delete';
  /** Where the answer is put. */
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
  /** As answered the first time; another one would be a replacement. */
  PhysicalResourceId?: string;
  /** What the template says of the resource, as text. */
  ResourceProperties?: Readonly<Record<string, unknown>>;
};

/** What a deployment asks for: when something is made or changed, and when it goes. */
export type DeploymentWork = { provide(): Promise<unknown>; withdraw?(): Promise<unknown> };

/** In milliseconds. */
const ANSWERED_WITHIN = 10_000;

export const isDeployment = (payload: unknown): payload is DeploymentEvent =>
  typeof payload === 'object' && payload !== null && 'ResponseURL' in payload && 'RequestType' in payload;

/** Does the work of a deployment and tells CloudFormation how it went: a deployment waits for that and nothing else. */
export async function answerDeployment(
  event: DeploymentEvent,
  { provide, withdraw }: DeploymentWork,
): Promise<void> {
  const { RequestType, ResponseURL, StackId, RequestId, LogicalResourceId } = event;
  const failure = await failureOf(RequestType === 'Delete' ? withdraw : provide);
  const answer = {
    Status: failure ? 'FAILED' : 'SUCCESS',
    ...(failure && { Reason: failure }),
    PhysicalResourceId: event.PhysicalResourceId ?? LogicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
  };
  const { ok, status } = await fetch(ResponseURL, {
    method: 'PUT',
    // The address is signed for no media type.
    headers: { 'content-type': '' },
    body: JSON.stringify(answer),
    signal: AbortSignal.timeout(ANSWERED_WITHIN),
  });
  // Thrown, so that Lambda tries it again.
  if (!ok) throw new Error(`the answer to the deployment was refused with status ${status}`);
}

/** The name alone: what an error says is for no console. */
async function failureOf(work: (() => Promise<unknown>) | undefined): Promise<string | undefined> {
  try {
    await work?.();
    return undefined;
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    writeLogLine({ level: 'error', deployment: 'failed', error: name });
    return name;
  }
}
