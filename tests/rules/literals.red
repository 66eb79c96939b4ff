+ clients/cli/a.cpp     if (!file) throw std::runtime_error("the file cannot be read");
+ clients/cli/b.cpp     std::cout << context.say(Msg::failed) << ": " << "\\n";
+ clients/cli/c.cpp     app.add_option("-o,--output", output_);   // where it goes to
+ clients/core/compilation/a.cpp     put("<table class=\"chart\">{}</table>", words);
- clients/cli/a.cpp     std::cerr << "done";
- clients/cli/commands/a.cpp     const std::string text = "the request was sent";
- clients/cli/a.cpp     context.fail(fmt::format("{} of the states", count));
- clients/core/compilation/a.cpp     out += "no response";
- clients/core/recovery/a.cpp     out += "keep this sheet";
- clients/core/access/a.cpp     return "an object is expected";
