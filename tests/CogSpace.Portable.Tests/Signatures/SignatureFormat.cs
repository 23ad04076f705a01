using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CogSpace.Portable.Tests.Signatures;

/// <summary>One line for everything about a public type that source code can depend on.</summary>
/// <remarks>
/// Not said: nullability of reference types, virtual and abstract. An override has no line, because callers name what it overrides.
/// get and set have a line each, and so has every interface, so that a part of a package is a part of its lines.
/// </remarks>
internal static class SignatureFormat
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <returns>The lines of all public types, sorted.</returns>
    public static IReadOnlyList<string> LinesOf(IEnumerable<Type> types) =>
        types.Where(type => type.IsVisible).SelectMany(LinesOf).Distinct().Order(StringComparer.Ordinal).ToList();

    private static IEnumerable<string> LinesOf(Type type)
    {
        yield return Line(type);
        if (type.BaseType is { } parent && parent != typeof(object) && type is { IsValueType: false })
            yield return $"{TypeName.Of(type)} : extends {TypeName.Of(parent)}";
        foreach (var contract in type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(i => i.IsVisible))
            yield return $"{TypeName.Of(type)} : implements {TypeName.Of(contract)}";
        foreach (var member in type.GetMembers(Declared).Where(HasLine))
            yield return Line(member);
    }

    private static bool HasLine(MemberInfo member) => !member.Name.Contains('<') && member switch
    {
        MethodInfo method => IsVisible(method) && method.GetBaseDefinition().DeclaringType == method.DeclaringType,
        ConstructorInfo constructor => IsVisible(constructor) && !constructor.IsStatic,
        FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
        _ => false, // properties and events by their accessors, nested types by themselves
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <param name="member">A type, field, constructor, method or accessor; of a generic type or method, the definition.</param>
    public static string Line(MemberInfo member) => member switch
    {
        Type type => $"{TypeName.Of(type)} : {Kind(type)}{Constraints(type.GetGenericArguments())}",
        FieldInfo field => Field(field),
        ConstructorInfo constructor => $"{TypeName.Of(constructor.DeclaringType!)}.new({Parameters(constructor.GetParameters())}){(constructor.IsPublic ? "" : " : protected")}",
        MethodInfo method => Accessor(method) ?? Method(method),
        _ => throw new NotSupportedException($"{member.MemberType} {member.Name} has no line of its own."),
    } + (IsObsolete(member) ? " [Obsolete]" : "");

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return $"enum {TypeName.Of(Enum.GetUnderlyingType(type))}";
        if (type.IsInterface)
            return "interface";
        if (type.IsAssignableTo(typeof(Delegate)))
            return "delegate";
        if (type.IsValueType)
            return $"{(Has(type.CustomAttributes, nameof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}struct";
        return $"{(type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}class";
    }

    private static string Field(FieldInfo field)
    {
        string name = $"{TypeName.Of(field.DeclaringType!)}.{field.Name}";
        if (field.DeclaringType!.IsEnum)
            return string.Create(CultureInfo.InvariantCulture, $"{name} = {field.GetRawConstantValue()}");
        string type = $"{(field.IsPublic ? "" : "protected ")}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeName.Of(field.FieldType, field.CustomAttributes)}";
        return field.IsLiteral ? $"{name} : {type} = {Value(field.GetRawConstantValue(), field.FieldType)}" : $"{name} : {type}";
    }

    private static string Method(MethodInfo method)
    {
        var generics = method.GetGenericArguments();
        string list = generics.Length == 0 ? "" : $"<{string.Join(",", generics.Select(g => g.Name))}>";
        return $"{TypeName.Of(method.DeclaringType!)}.{method.Name}{list}({Parameters(method.GetParameters())}) : {Modifiers(method)}{Return(method)}{Constraints(generics)}";
    }

    private static string? Accessor(MethodInfo method)
    {
        if (!method.IsSpecialName)
            return null;

        var type = method.DeclaringType!;
        if (type.GetEvents(Declared).FirstOrDefault(e => e.AddMethod == method || e.RemoveMethod == method) is { } happening)
            return $"{TypeName.Of(type)}.{happening.Name} : {Modifiers(method)}event {TypeName.Of(happening.EventHandlerType!)}";
        if (type.GetProperties(Declared).FirstOrDefault(p => p.GetMethod == method || p.SetMethod == method) is not { } property)
            return null; // an operator

        string name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{Parameters(index)}]" : property.Name;
        bool isInit = method.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        string accessor = property.GetMethod == method ? "get" : isInit ? "init" : "set";
        return $"{TypeName.Of(type)}.{name} : {Modifiers(method)}{(property.PropertyType.IsByRef ? "ref " : "")}{TypeName.Of(property.PropertyType, property.CustomAttributes)} {{ {accessor}; }}"
            + (IsObsolete(property) ? " [Obsolete]" : "");
    }

    private static string Modifiers(MethodInfo method) => (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : "");

    private static string Return(MethodInfo method) =>
        (method.ReturnType.IsByRef ? "ref " : "") + TypeName.Of(method.ReturnType, method.ReturnParameter.CustomAttributes);

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        bool isExtended = parameter.Position == 0 && Has(parameter.Member.CustomAttributes, nameof(ExtensionAttribute));
        bool isList = Has(parameter.CustomAttributes, nameof(ParamArrayAttribute)) || Has(parameter.CustomAttributes, nameof(ParamCollectionAttribute));
        string modifier = (isExtended ? "this " : "") + (isList ? "params " : "")
            + (!parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ");
        string value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{modifier}{TypeName.Of(parameter.ParameterType, parameter.CustomAttributes)} {parameter.Name}{value}";
    }

    private static string Value(object? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && plain == type ? "default" : "null",
            _ when plain.IsEnum => plain.GetFields().FirstOrDefault(f => f.IsLiteral && Equals(f.GetRawConstantValue(), value))?.Name ?? $"({value})",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
            char letter => $"'{letter}'",
            _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        };
    }

    private static string Constraints(Type[] generics) => string.Concat(generics
        .Select(generic => (generic.Name, All: string.Join(", ", ConstraintsOn(generic))))
        .Where(generic => generic.All.Length > 0)
        .Select(generic => $" where {generic.Name} : {generic.All}"));

    private static IEnumerable<string> ConstraintsOn(Type generic)
    {
        var flags = generic.GenericParameterAttributes;
        bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            yield return "class";
        if (isStruct)
            yield return Has(generic.CustomAttributes, "IsUnmanagedAttribute") ? "unmanaged" : "struct";
        foreach (string type in generic.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeName.Of).Order(StringComparer.Ordinal))
            yield return type;
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
            yield return "new()";
    }

    private static bool IsObsolete(MemberInfo member) => Has(member.CustomAttributes, nameof(ObsoleteAttribute));

    private static bool Has(IEnumerable<CustomAttributeData> attributes, string name) => attributes.Any(a => a.AttributeType.Name == name);
}
