namespace CogSpace.Web.Hosting;

/// <summary>A request that some proxy has passed on, trusted or not.</summary>
internal static class ForwardedRequest
{
    private static readonly string[] Marks = ["X-Forwarded-For", "X-Original-For", "Forwarded", "X-Real-IP", "Via"];

    /// <summary>Whether a proxy has left its mark; anybody can write one, which only takes trust away.</summary>
    public static bool IsMarked(IHeaderDictionary headers) => Marks.Any(headers.ContainsKey);
}
