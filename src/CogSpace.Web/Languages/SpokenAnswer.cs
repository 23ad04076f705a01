using CogSpace.Web.Api;

namespace CogSpace.Web.Languages;

/// <summary>Answers that are one sentence, which is written in English and said in the language of the request.</summary>
internal static class SpokenAnswer
{
    private const string PlainText = "text/plain; charset=utf-8";

    public static Sentences Sentences(this HttpContext context) => context.RequestServices.GetRequiredService<Sentences>();

    /// <summary>The sentence by itself.</summary>
    public static IResult Text(string sentence, int status) =>
        new Answer(say => Results.Text(say(sentence), PlainText, statusCode: status));

    /// <summary>For a script: {"error": the sentence}.</summary>
    public static IResult Error(string sentence, int status) =>
        new Answer(say => Results.Json(new { error = say(sentence) }, statusCode: status));

    /// <summary>For what is refused before there is an endpoint.</summary>
    public static Task SayAsync(this HttpContext context, int status, string sentence, CancellationToken cancel = default)
    {
        if (context.Request.IsOfApi())
            return (ApiProblem.OfStatus(status) with { Detail = sentence }).WriteAsync(context, cancel);
        context.Response.StatusCode = status;
        context.Response.ContentType = PlainText;
        return context.Response.WriteAsync($"{context.Sentences().Say(sentence)}\n", cancel);
    }

    private sealed class Answer(Func<Func<string, string>, IResult> make) : IResult
    {
        public Task ExecuteAsync(HttpContext context) => make(context.Sentences().Say).ExecuteAsync(context);
    }
}
