using System.Diagnostics;

namespace Preau.Tests.Cast;

/// <summary>How many commands this test, and nobody beside it, has sent to a database through EF.</summary>
internal sealed class Questions : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<Questions?> here = new();
    private readonly List<IDisposable> subscriptions = [];

    public Questions()
    {
        here.Value = this;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Count { get; private set; }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (here.Value == this && value.Key.EndsWith("CommandExecuting", StringComparison.Ordinal))
        {
            Count++;
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());
}
