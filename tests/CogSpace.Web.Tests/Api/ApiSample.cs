using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api;

/// <summary>Requests as programs send them.</summary>
internal static class ApiSample
{
    /// <summary>Takes a second.</summary>
    public static object Small(string prompt = Sample.Prompt) => new { prompt, seed = 7, steps = 2, frames = 9 };

    /// <summary>Takes most of a minute: it runs until somebody stops it.</summary>
    public static object Long() => new { prompt = Sample.Prompt, steps = 1000 };
}
