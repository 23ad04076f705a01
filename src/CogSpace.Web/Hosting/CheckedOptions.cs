using Microsoft.Extensions.Options;

namespace CogSpace.Web.Hosting;

/// <summary>Options that are checked when the server starts, so that a wrong setting stops it with a sentence.</summary>
public static class CheckedOptions
{
    /// <param name="services">Where to register them.</param>
    /// <param name="configuration">Where the settings are.</param>
    /// <param name="section">Their section.</param>
    /// <param name="formerSection">What the section was called before: read too, and <paramref name="section"/> wins.</param>
    public static IServiceCollection AddCheckedOptions<T>(
        this IServiceCollection services, IConfiguration configuration, string section, string? formerSection = null)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new OptionsCheck<T>(section));
        services.AddOptions<T>()
            .Configure(options =>
            {
                if (formerSection is not null)
                    Bind(options, configuration.GetSection(formerSection), section);
                Bind(options, configuration.GetSection(section), section);
            })
            .ValidateOnStart();
        return services;
    }

    /// <summary>The settings of a section, by their names.</summary>
    public static IEnumerable<string> NamesOf(Type options, string section) =>
        options.GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => property.Name)
            .Where(name => !FormerSettings.Has(section, name));

    private static void Bind<T>(T options, IConfigurationSection section, string name)
        where T : class
    {
        if (UnknownName(typeof(T), section, section.Key, name) is { } unknown)
            throw Problem<T>(section, unknown);
        if (WrongValues(typeof(T), section, name).ToArray() is { Length: > 0 } wrong)
            throw new OptionsValidationException(section.Key, typeof(T), wrong);
        if (WrongItems(typeof(T), section, name).ToArray() is { Length: > 0 } items)
            throw new OptionsValidationException(section.Key, typeof(T), items);
        try
        {
            Without(section, key => FormerSettings.Has(section.Key, key)).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // "Failed to convert configuration value 'ten' at 'Jobs:QueueLength' to type 'System.Int32'.": of types that are
            // not looked at above
            throw Problem<T>(section, e.Message);
        }
    }

    // null: there is none.
    private static string? UnknownName(Type options, IConfigurationSection section, string found, string name)
    {
        string[] known = [.. NamesOf(options, section.Key)];
        string? unknown = section
            .GetChildren()
            .Select(child => child.Key)
            .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .FirstOrDefault(key => !FormerSettings.Has(section.Key, key));
        return unknown is null
            ? null
            : $"There is no setting {found}__{unknown}. There are: " +
                $"{string.Join(", ", known.Select(property => $"{name}__{property}"))}.";
    }

    // The same for what stands in lists, such as the keys of programs.
    private static IEnumerable<string> WrongItems(Type options, IConfigurationSection section, string name) =>
        from property in options.GetProperties()
        let item = property.PropertyType.GenericTypeArguments is [{ IsClass: true } type] && type != typeof(string) ? type : null
        where property.CanWrite && item is not null
        from child in section.GetSection(property.Name).GetChildren()
        let place = $"{name}__{property.Name}__{child.Key}"
        from problem in UnknownName(item, child, place, place) is { } unknown ? [unknown] : WrongValues(item, child, place)
        select problem;

    // The binder alone would take "7" for seven days, "0x10" for 16 and "+5" for 5.
    private static IEnumerable<string> WrongValues(Type options, IConfigurationSection section, string name) =>
        from property in options.GetProperties()
        where property.CanWrite && !FormerSettings.Has(section.Key, property.Name)
        let text = section[property.Name]
        where text is not null && (text.Length > 0 || Nullable.GetUnderlyingType(property.PropertyType) is null)
        let problem = PlainSetting.Problem(text, property.PropertyType)
        where problem is not null
        select $"{name}__{property.Name}: {problem}";

    private static IConfigurationSection Without(IConfigurationSection section, Predicate<string> isLeftOut) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                section.GetChildren().Where(child => !isLeftOut(child.Key)).SelectMany(child => child.AsEnumerable()))
            .Build()
            .GetSection(section.Path);

    private static OptionsValidationException Problem<T>(IConfigurationSection section, string sentence) =>
        new(section.Key, typeof(T), [sentence]);
}
