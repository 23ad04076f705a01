using System.Reflection;

namespace CogSpace.Architecture.Tests;

/// <summary>What other assemblies see of one.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static;

    /// <returns>
    /// Every type that a public or protected signature of the type mentions, with the place: "Network.Forward mentions
    /// Tensor".
    /// </returns>
    public static IEnumerable<(string Place, Type Mentioned)> MentionsIn(Type type)
    {
        var parents = type.GetInterfaces()
            .Append(type.BaseType ?? typeof(object))
            .SelectMany(parent => Parts(parent).Select(part => (type.Name, part)));
        return parents.Concat(
            type.GetMembers(Declared)
                .SelectMany(member => Types(member).SelectMany(Parts).Select(part => ($"{type.Name}.{member.Name}", part)))
        );
    }

    private static IEnumerable<Type> Types(MemberInfo member) =>
        member switch
        {
            MethodInfo method when IsVisible(method) => method
                .GetParameters()
                .Select(p => p.ParameterType)
                .Append(method.ReturnType), // accessors too
            ConstructorInfo constructor when IsVisible(constructor) => constructor
                .GetParameters()
                .Select(p => p.ParameterType),
            FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => [field.FieldType],
            _ => [],
        };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Task<Tensor[]> -> Task<>, Tensor
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
