import { writeLogLine } from '../runtime/log-line.ts';

/**
 * The request of CloudFormation to the function behind a custom resource:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export type CustomResourceEvent = {
  RequestType: 'Create' | 'Update' | 'Delete';
  /** The signed URL that takes the response. */
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
  /** As in the first response; another one would replace the resource. */
  PhysicalResourceId?: string;
  /** The properties of the resource in the template, as text. */
  ResourceProperties?: Readonly<Record<string, unknown>>;
};

export type CustomResource = {
  createOrUpdate(): Promise<unknown>;
  /** Absent: the resource leaves nothing behind. */
  delete?(): Promise<unknown>;
};

/** Milliseconds. */
const RESPONSE_TIMEOUT = 10_000;

export const isCustomResourceEvent = (payload: unknown): payload is CustomResourceEvent =>
  typeof payload === 'object' && payload !== null && 'ResponseURL' in payload && 'RequestType' in payload;

/** Changes the resource and tells CloudFormation the result. A deployment waits for the response, up to an hour. */
export async function handleCustomResource(
  event: CustomResourceEvent,
  resource: CustomResource,
): Promise<void> {
  const { RequestType, ResponseURL, StackId, RequestId, LogicalResourceId } = event;
  const reason = await failureOf(RequestType === 'Delete' ? resource.delete : resource.createOrUpdate);
  const response = {
    Status: reason ? 'FAILED' : 'SUCCESS',
    ...(reason && { Reason: reason }),
    PhysicalResourceId: event.PhysicalResourceId ?? LogicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
  };
  const { ok, status } = await fetch(ResponseURL, {
    method: 'PUT',
    // The signature of the URL covers an empty media type.
    headers: { 'content-type': '' },
    body: JSON.stringify(response),
    // The answer goes to the address that was signed, and to no other.
    redirect: 'error',
    signal: AbortSignal.timeout(RESPONSE_TIMEOUT),
  });
  // Lambda invokes the function again.
  if (!ok) throw new Error(`the answer to the deployment was refused with status ${status}`);
}

/** The name of the error; undefined: none. Its message may quote secrets, and CloudFormation shows the reason. */
async function failureOf(change: (() => Promise<unknown>) | undefined): Promise<string | undefined> {
  try {
    await change?.();
    return undefined;
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    writeLogLine({ level: 'error', deployment: 'failed', error: name });
    return name;
  }
}
