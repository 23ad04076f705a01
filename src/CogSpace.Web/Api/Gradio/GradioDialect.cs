namespace CogSpace.Web.Api.Gradio;

/// <summary>Failures as Gradio's server tells them: {"detail": the sentence}.</summary>
internal sealed class GradioDialect : IApiDialect
{
    public bool Speaks(PathString path) => GradioAddress.IsOfGradio(path);

    public object Describe(ApiProblem problem) => new { problem.Detail };
}
