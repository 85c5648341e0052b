using Preau.Host;

namespace Preau.Tests.Pages;

/// <summary>The page's modules as one file.</summary>
public class JoinedModuleTests
{
    [Fact]
    public void Each_module_keeps_its_own_names_and_runs_once_in_order()
    {
        var files = new Dictionary<string, string>
        {
            ["tablet/app.js"] = "// first\nimport { open as show, K } from './a.js';\nimport * as b from '../vendor/b.js';\n/** Says it. */\nconst open = 1;\nshow(b.x, K, import.meta.url);\n",
            ["tablet/a.js"] = "import { x } from '../vendor/b.js';\nexport const K = x + 1; // one more\nexport const url = 'https://x // y'; // what's its own\nexport function open() {\n  return 1;\n}\nexport class C {}\n",
            ["vendor/b.js"] = "var y=1;export{y as x};\n",
        };
        Assert.Equal("""
            const $0 = (() => {
            var y=1;
            return { x: y };
            })();
            const $1 = (() => {
            const {x} = $0;
            const K = x + 1;
            const url = 'https://x // y'; // what's its own
            function open() {
            return 1;
            }
            class C {}
            return { K, url, open, C };
            })();
            const $2 = (() => {
            const {open: show, K} = $1;
            const b = $0;
            const open = 1;
            show(b.x, K, import.meta.url);
            return {  };
            })();

            """.ReplaceLineEndings("\n"), JoinedModule.Join("tablet/app.js", path => files[path]));
    }

    [Theory]
    [InlineData("import x from './a.js';")]
    [InlineData("export default 1;")]
    [InlineData("export let x = 1;")]
    [InlineData("export * from './a.js';")]
    [InlineData("export const A = 1, B = 2;")]
    [InlineData("import { a } from './app.js';")]
    public void What_it_does_not_know_it_refuses(string line) =>
        Assert.Throws<InvalidOperationException>(() => JoinedModule.Join("tablet/app.js", path => path == "tablet/app.js" ? line + "\n" : ""));
}
