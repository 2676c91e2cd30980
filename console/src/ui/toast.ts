/**
 * Says that something is done. Never anything secret: it stays on the screen while people look elsewhere. What shows
 * it is loaded when there is something to say.
 */
export async function showToast(title: string, description?: string): Promise<void> {
  const { toasts } = await import('./toaster.tsx');
  toasts.add({ title, ...(description && { description }) });
}
