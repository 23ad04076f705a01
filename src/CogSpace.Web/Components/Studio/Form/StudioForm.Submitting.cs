using CogSpace.Web.Jobs;
using CogSpace.Web.Uploads;
using Microsoft.JSInterop;

namespace CogSpace.Web.Components.Studio.Form;

/// <content>From the form to the queue.</content>
public sealed partial class StudioForm
{
    private const int MostAtOnce = 4;

    // As many as may wait, so that the limit is said before.
    private int MostVideos => Math.Min(MostAtOnce, Shares.Value.WaitingJobs);

    private Task SubmitAsync()
    {
        if (!_isSending && Draft.Tab.Source() is { } arriving && Draft.ArrivingOf(arriving) is not null)
        {
            (_problem, _awaited) = (null, arriving);
            return Task.CompletedTask;
        }

        return AskAsync(GenerateAsync);
    }

    private Task PostProcessAsync() => AskAsync(async () =>
    {
        var request = Draft.ToPostProcessing();
        return _click.Repeats(request) ? null : await TakenAsync(request, model: null);
    });

    private async Task<GenerationJob?> GenerateAsync()
    {
        string model = _model.Name ?? Models.DefaultFor(Draft.Tab.Task()).Name;
        var scheduler = Models.Find(model).Preset.Scheduler;
        var request = Draft.ToRequest(model, scheduler);
        int count = Draft.ToCount(MostVideos);
        string seed = $"{Draft.Seed}, {count} times";
        if (_click.Repeats(request, seed, model))
            return null;
        var job = await TakenAsync(request, model, seed);
        await SubmitOthersAsync(request, model, count);
        return job;
    }

    private async Task<GenerationJob> TakenAsync(GenerationRequest request, string? model, string seed = "")
    {
        var job = await Board.SubmitAsync(Owner.Visitor, request, model, CancellationToken.None);
        _click.Accepted(request, seed, model);
        _notTaken = [];
        return job;
    }

    // The first job that was accepted is shown.
    private async Task AskAsync(Func<Task<GenerationJob?>> ask)
    {
        if (_isSending)
            return;
        var tab = Draft.Tab;
        (_isSending, _problem, _awaited) = (true, null, null);
        try
        {
            if (await ask() is not { } job)
                return;
            await Submitted.InvokeAsync(job);
            if (_script is not null)
                await _script.InvokeVoidAsync("accepted");
        }
        catch (SourceGoneException e) when (tab.Source() is { } kind)
        {
            Draft.SetSource(kind, null);
            _problem = new FormProblem(e.Message, IsOfSource: true);
        }
        catch (InvalidRequestException e)
        {
            _problem = FormProblem.Of(e, tab);
            _faulty = ValueAtFault();
        }
        catch (CogSpaceException e)
        {
            _problem = new FormProblem(e.Message);
        }
        finally
        {
            _isSending = false;
        }

        if (_problem is { Field: { } field } && _script is not null)
        {
            StateHasChanged();       // so that the field is marked when it gets the focus
            await _script.InvokeVoidAsync("focusField", field);
        }
    }

    // The same with other seeds. What was accepted stays, also when the next one is not.
    private async Task SubmitOthersAsync(GenerationRequest request, string model, int count)
    {
        for (int index = 1; index < count; index++)
        {
            try
            {
                await Board.SubmitAsync(
                    Owner.Visitor, request with { Seed = Draft.SeedOf(request.Seed, index) }, model, CancellationToken.None);
            }
            catch (CogSpaceException e)
            {
                _problem = new FormProblem($"{index} of {count} videos were taken. {e.Message}");
                return;
            }
        }
    }

    // The picture or video that was waited for is there.
    private async Task SubmitAwaitedAsync()
    {
        try
        {
            await SubmitAsync();
            StateHasChanged();
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task PickSeed(string seed)
    {
        Draft.Seed = seed;
        Touch();
        if (_script is not null)
            await _script.InvokeVoidAsync("keepFields", Draft.ToFields());
    }
}
