// A report of a shared video goes to the host of the server.
document.addEventListener('submit', async event => {
  const form = event.target;
  if (!form.matches('[data-reports]')) return;
  event.preventDefault();
  const [button, answer] = [form.querySelector('button'), form.querySelector('[role="status"]')];
  button.disabled = true;
  let taken = false;
  try {
    const sent = await fetch('reports', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        RequestVerificationToken: document.querySelector('meta[name="form-token"]').content,
      },
      body: JSON.stringify({ video: form.dataset.reports, reason: form.reason.value, text: form.text.value }),
    });
    const words = await sent.json();
    taken = sent.ok;
    answer.textContent = words.message ?? words.error;
  } catch {
    answer.textContent = answer.dataset.failed;
  } finally {
    button.disabled = taken;       // once is enough
  }
});
