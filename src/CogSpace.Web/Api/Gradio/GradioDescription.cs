namespace CogSpace.Web.Api.Gradio;

/// <summary>What clients read before they call anything: which functions there are, and how they are called.</summary>
/// <remarks>Source: gradio 6.25, client/js/src/types.ts (Config, Dependency, ApiInfo) and gradio_client/client.py.</remarks>
internal static class GradioDescription
{
    /// <summary>The same after a restart, which drops nothing, so a client need not begin again.</summary>
    private const string AppId = "cogspace";

    // Of the server that is described; clients look whether it knows events that can be cancelled.
    private const string Version = "6.25.0";
    private const string Protocol = "sse_v3";

    public static void MapDescription(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(GradioAddress.Config, (HttpRequest request) => GradioJson.Answer(Config(request)));
        endpoints.MapGet($"{GradioAddress.Root}/info", () => GradioJson.Answer(Info()));
        endpoints.MapGet($"{GradioAddress.Root}/app_id", () => GradioJson.Answer(new { AppId }));
    }

    private static object Config(HttpRequest request)
    {
        var functions = GradioFunction.All.Select(Numbered).ToList();
        var components = functions.SelectMany(function => (NumberedValue[])[.. function.Inputs, .. function.Outputs]).ToList();
        var layout = new { Id = 0, Children = components.Select(one => new { one.Id }) };
        return new
        {
            Version,
            Protocol,
            AppId,
            ApiPrefix = GradioAddress.Root,
            Root = GradioAddress.ServerOf(request),
            Title = "CogSpace",
            Mode = "blocks",
            EnableQueue = true,
            ConnectHeartbeat = false,
            ShowError = true,
            AnalyticsEnabled = false,
            DevMode = false,
            VibeMode = false,
            McpServer = false,
            RunHistory = false,
            IsSpace = false,
            IsColab = false,
            SpaceId = (string?)null,
            Username = (string?)null,
            MaxFileSize = (long?)null,
            Css = (string?)null,
            Js = (string?)null,
            Head = (string?)null,
            Theme = "default",
            Stylesheets = Array.Empty<string>(),
            FooterLinks = Array.Empty<string>(),
            CurrentPage = "",
            Pages = new[] { new object[] { "", "Home", true } },
            Page = new Dictionary<string, object>
            {
                [""] = new
                {
                    Components = components.Select(one => one.Id),
                    Dependencies = functions.Select(one => one.Function.Id),
                    Layout = layout,
                },
            },
            Layout = layout,
            Components = components.Select(Component),
            Dependencies = functions.Select(Dependency),
        };
    }

    private static object Info() => new
    {
        NamedEndpoints = GradioFunction.All.ToDictionary(
            function => function.Path,
            function => new
            {
                Parameters = function.Parameters.Select(Parameter),
                Returns = function.Returns.Select(Return),
                ApiVisibility = "public",
                ShowApi = true,
            }),
        UnnamedEndpoints = new Dictionary<string, object>(),
    };

    private static object Component(NumberedValue one) => new
    {
        one.Id,
        Type = one.Value.Component.ToLowerInvariant(),
        Props = new { one.Value.Label, one.Value.Name, Value = one.Value.Default, Visible = true, Interactive = true },
        SkipApi = false,
        ComponentClassId = one.Value.Component,
        Key = (string?)null,
        RenderedIn = (int?)null,
    };

    private static object Dependency(NumberedFunction one) => new
    {
        one.Function.Id,
        ApiName = one.Function.Name,
        Inputs = one.Inputs.Select(input => input.Id),
        Outputs = one.Outputs.Select(output => output.Id),
        Targets = Array.Empty<object>(),
        BackendFn = true,
        Js = (string?)null,
        Queue = true,
        Batch = false,
        MaxBatchSize = 1,
        Cancels = Array.Empty<int>(),
        Types = new { Generator = false, Cancel = false },
        ApiVisibility = "public",
        ShowApi = true,
        Connection = "sse",
        TriggerMode = "multiple",
        ShowProgress = "full",
        ScrollToOutput = false,
        CollectsEventData = false,
        TriggerAfter = (int?)null,
        TriggerOnlyOnSuccess = false,
        TriggerOnlyOnFailure = false,
        Every = (double?)null,
        TimeLimit = (double?)null,
        StreamEvery = 0.5,
        RenderedIn = (int?)null,
        RenderId = (int?)null,
    };

    private static object Parameter(GradioValue value) => new
    {
        value.Label,
        ParameterName = value.Name,
        ParameterHasDefault = value.IsOptional,
        ParameterDefault = value.Default,
        Type = TypeOf(value),
        PythonType = PythonTypeOf(value),
        value.Component,
        ExampleInput = value.Example ?? value.Default,
    };

    private static object Return(GradioValue value) => new
    {
        value.Label,
        Type = TypeOf(value),
        PythonType = PythonTypeOf(value),
        value.Component,
    };

    private static object TypeOf(GradioValue value) => value.Type == "object"
        ? new
        {
            value.Type,
            Title = "FileData",
            Properties = new { Path = new { Type = "string" } },
            Required = (string[])["path"],
        }
        : new { value.Type };

    private static object PythonTypeOf(GradioValue value) => new { Type = value.PythonType, Description = "" };

    // Components have numbers of their own, in the order in which they are listed.
    private static NumberedFunction Numbered(GradioFunction function)
    {
        int before = GradioFunction.All.TakeWhile(other => other != function)
            .Sum(other => other.Parameters.Count + other.Returns.Count);
        return new NumberedFunction(
            function,
            [.. function.Parameters.Select((value, index) => new NumberedValue(before + index + 1, value))],
            [
                .. function.Returns.Select(
                    (value, index) => new NumberedValue(before + function.Parameters.Count + index + 1, value)),
            ]);
    }

    private sealed record NumberedValue(int Id, GradioValue Value);

    private sealed record NumberedFunction(
        GradioFunction Function, IReadOnlyList<NumberedValue> Inputs, IReadOnlyList<NumberedValue> Outputs);
}
