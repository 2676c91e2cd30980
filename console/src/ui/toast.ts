/** Shows a short message. It must hold no secret: it stays visible for some seconds. Loads the toaster on first use. */
export async function showToast(title: string, description?: string): Promise<void> {
  const { toasts } = await import('./toaster.tsx');
  toasts.add({ title, ...(description && { description }) });
}
