global using Preau.Tests.Cast;
global using Xunit;
