import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { WORKERS, type Worker } from '../functions/workers/workers.ts';
import type { FunctionAccess } from './function-access.ts';
import { functionId, type ServiceFunction } from './service-function.ts';
import { Streams, streamGrants } from './streams.ts';
import type { Tables } from './tables.ts';
import { WorkerSchedule } from './worker-schedule.ts';

/** Adds a function of the service. `timeout` is in seconds. */
export type AddFunction = (
  entry: string,
  description: string,
  access: FunctionAccess,
  more?: {
    grants?: readonly PolicyStatement[];
    timeout?: number | undefined;
    concurrency?: number | undefined;
  },
) => ServiceFunction;

export type WorkersProps = {
  addFunction: AddFunction;
  tables: Tables;
  /** Receives the stream records that a worker could not process. */
  failures: Bucket;
  eventBus: Pick<IEventBus, 'eventBusArn'> | undefined;
};

/** The functions without a route, each with the grants and the trigger that it declares. */
export class Workers extends Construct {
  readonly #streams = new Map<string, readonly EventSourceMapping[]>();
  readonly #functions = new Map<string, ServiceFunction>();

  constructor(scope: Construct, id: string, props: WorkersProps) {
    super(scope, id);
    // `ConsoleFiles` deploys the worker of the console: it alone knows the bucket.
    for (const worker of WORKERS) {
      const hasBus = !worker.eventBus || props.eventBus;
      if (worker.trigger.by !== 'deployment' && hasBus) this.#add(worker, props);
    }
  }

  /** The mappings of the streams to a worker; none when it is not deployed. */
  streamsOf({ entry }: Worker): readonly EventSourceMapping[] {
    return this.#streams.get(entry) ?? [];
  }

  /** The function of a worker. */
  lambdaOf({ entry }: Worker): IFunction {
    const found = this.#functions.get(entry);
    if (!found) throw new Error(`${entry} is not deployed`);
    return found.lambda;
  }

  #add(worker: Worker, { addFunction, tables, failures, eventBus }: WorkersProps): void {
    const { entry, description, timeout, trigger } = worker;
    const streamed = trigger.by === 'streams' ? trigger.tables.map((name) => tables[name]) : [];
    const added = addFunction(entry, description, worker, {
      timeout,
      grants: [
        ...(streamed.length > 0 ? streamGrants(streamed, failures) : []),
        ...(worker.eventBus && eventBus ? [publishGrant(eventBus)] : []),
      ],
    });
    this.#functions.set(entry, added);
    if (streamed.length > 0) {
      const { mappings } = new Streams(this, `${functionId(entry)}Streams`, {
        tables: streamed,
        consumer: added,
        failures,
      });
      this.#streams.set(entry, mappings);
    }
    if (trigger.by === 'schedule')
      new WorkerSchedule(this, `${functionId(entry)}Schedule`, {
        days: trigger.days,
        worker: added.lambda,
      });
  }
}

const publishGrant = ({ eventBusArn }: Pick<IEventBus, 'eventBusArn'>): PolicyStatement =>
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] });
