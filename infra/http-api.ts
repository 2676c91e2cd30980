import { Aws, Fn, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnRoute,
  CfnStage,
  type HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { methodsOf, type Route } from '../functions/http/route.ts';
import { functionId, LOG_RETENTION } from './service-function.ts';

/** Requests a second, and at once, of a route that declares no throttle: administrators and their tools. */
const DEFAULT_THROTTLE = { rateLimit: 200, burstLimit: 200 };

/** The access log holds no path (paths have ids), query string, header or body. The function's log has the ids. */
const ACCESS_LOG = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  gatewayError: '$context.error.responseType',
  functionStatus: '$context.integrationStatus',
};

/**
 * API Gateway adds every other log group to one resource policy of the account and region, which has room for some
 * twenty. The id of the stack sets the name apart from that of an earlier stack, whose log was kept.
 */
const ACCESS_LOG_NAME = `/aws/vendedlogs/${Aws.STACK_NAME}-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;

export type RoutesProps = {
  api: HttpApi;
  routes: readonly { route: Route; handler: IFunction }[];
  /** The function of the `$default` route. */
  unmatched: IFunction;
  logRemoval: RemovalPolicy;
};

/** The routes of the API, and the stage with their throttles and access log. */
export class Routes extends Construct {
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, { api, routes, unmatched, logRemoval }: RoutesProps) {
    super(scope, id);
    this.accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: ACCESS_LOG_NAME,
      retention: LOG_RETENTION,
      removalPolicy: logRemoval,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: DEFAULT_THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });

    for (const { route, handler } of routes) {
      const routeKey = HttpRouteKey.with(route.path, HttpMethod[route.method]);
      const added = this.#add(api, this.#idOf(route), routeKey, handler);
      if (methodsOf(route).includes('HEAD')) addHead(api, added, route.path);
      // API Gateway refuses settings of a route that does not exist yet.
      if (route.throttle) stage.node.addDependency(added);
    }
    this.#add(api, 'Unmatched', HttpRouteKey.DEFAULT, unmatched);
    throttle(
      stage,
      routes.map(({ route }) => route),
    );
  }

  /** The id of its function, or a longer one where another route has the same function. */
  #idOf({ entry, method, path }: Route): string {
    const id = functionId(entry);
    return this.node.tryFindChild(id) ? `${id}${method}${path.replaceAll('/', '-')}` : id;
  }

  #add(httpApi: HttpApi, id: string, routeKey: HttpRouteKey, handler: IFunction): HttpRoute {
    const integration = new HttpLambdaIntegration(`${id}Integration`, handler);
    const route = new HttpRoute(this, id, { httpApi, routeKey, integration });
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Every function authenticates its caller as its first step. An authorizer of an HTTP API cannot answer ' +
        "with the service's error bodies, costs another invocation, and does not run on a laptop.",
    });
    return route;
  }
}

/** Serves HEAD by the integration of GET. The permission of that to call the function has no method. */
function addHead({ apiId }: HttpApi, get: HttpRoute, path: string): void {
  const { defaultChild } = get.node;
  if (!CfnRoute.isCfnRoute(defaultChild)) throw new Error('a route has no resource of its own');
  const head = new CfnRoute(get, 'Head', { apiId, routeKey: `HEAD ${path}` });
  head.authorizationType = defaultChild.authorizationType;
  head.target = defaultChild.target;
}

/** Sets the throttles of single routes, which the CDK's stage does not offer. */
function throttle(stage: HttpStage, routes: readonly Route[]): void {
  const { defaultChild } = stage.node;
  if (!CfnStage.isCfnStage(defaultChild)) throw new Error('a stage has no resource of its own');
  defaultChild.routeSettings = Object.fromEntries(
    routes.flatMap((route) => {
      const { path, throttle: own } = route;
      if (!own) return [];
      const limits = { ThrottlingRateLimit: own.rate, ThrottlingBurstLimit: own.burst };
      return methodsOf(route).map((method) => [`${method} ${path}`, limits]);
    }),
  );
}
