// CloudFront runs this before it sends a request to the API (cloudfront-js-2.0: no modules). It overwrites the header
// that a viewer may have sent.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  request.headers['x-viewer-address'] = { value: event.viewer.ip };
  return request;
}
