namespace CogSpace.Portable.Tests.Signatures;

public sealed class SignatureFormatTests
{
    private const string Here = "CogSpace.Portable.Tests.Signatures.SignatureFormatTests";

    [Fact]
    public void LinesOf_AClass_NameEverythingThatACallerCanDependOn() => Assert.Equal(
    [
        $"{Here}.Sample<T> : abstract class where T : unmanaged",
        $"{Here}.Sample<T> : extends System.IO.MemoryStream",
        $"{Here}.Sample<T> : implements System.IProgress<T>",
        $"{Here}.Sample<T>.Changed : event System.EventHandler",
        $"{Here}.Sample<T>.Half : const double = 0.5",
        $"{Here}.Sample<T>.Name : protected string {{ set; }}",
        $"{Here}.Sample<T>.Name : string {{ get; }}",
        $"{Here}.Sample<T>.Old() : void [Obsolete]",
        $"{Here}.Sample<T>.Parts : (long[] shape, (int, T data) rest) {{ get; }}",
        $"{Here}.Sample<T>.Parts : (long[] shape, (int, T data) rest) {{ init; }}",
        $"{Here}.Sample<T>.Read<TResult>(ref int from, out TResult to, params long[] sizes) : System.Span<TResult> where TResult : class, new()",
        $"{Here}.Sample<T>.Report(T value) : void",
        $"{Here}.Sample<T>.Start : static readonly System.DateTime",
        $"{Here}.Sample<T>.Write(string text = \"a\", {Here}.Level? level = High, T[,] data = null, bool now = true, System.Threading.CancellationToken stop = default) : void",
        $"{Here}.Sample<T>.new(T value) : protected",
        $"{Here}.Sample<T>.op_Implicit(T value) : static {Here}.Sample<T>",
        $"{Here}.Sample<T>.this[int row, int column] : T {{ get; }}",
    ], SignatureFormat.LinesOf([typeof(Sample<>)]));

    [Fact]
    public void LinesOf_AnEnum_NameItsValues() => Assert.Equal(
        [$"{Here}.Level : enum sbyte", $"{Here}.Level.High = 1", $"{Here}.Level.Low = -1"], SignatureFormat.LinesOf([typeof(Level)]));

    [Fact]
    public void LinesOf_AStaticClass_ShowExtensions() => Assert.Contains(
        "System.Linq.Enumerable.Count<TSource>(this System.Collections.Generic.IEnumerable<TSource> source) : static int", SignatureFormat.LinesOf([typeof(Enumerable)]));

    [Fact]
    public void LinesOf_AnInternalType_AreNone() => Assert.Empty(SignatureFormat.LinesOf([typeof(SignatureFormat)]));

    public enum Level : sbyte
    {
        Low = -1,
        High = 1,
    }

    public abstract class Sample<T> : MemoryStream, IProgress<T>
        where T : unmanaged
    {
        public const double Half = 0.5;

        public static readonly DateTime Start;

        protected Sample(T value) => Value = value;

        public event EventHandler? Changed;

        public string Name { get; protected set; } = "";

        public (long[] shape, (int, T data) rest) Parts { get; init; }

        private T Value { get; }

        public T this[int row, int column] => Value;

        public static implicit operator Sample<T>(T value) => throw new NotSupportedException();

        public void Write(string text = "a", Level? level = Level.High, T[,]? data = null, bool now = true, CancellationToken stop = default)
        {
        }

        public Span<TResult> Read<TResult>(ref int from, out TResult to, params long[] sizes)
            where TResult : class, new() => throw new NotSupportedException();

        public void Report(T value)
        {
        }

        [Obsolete("Says so.")]
        public void Old() => Changed?.Invoke(this, EventArgs.Empty);

        public override string ToString() => Name;

        internal string Hidden() => Name;
    }
}
