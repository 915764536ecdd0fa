/** What does on npm what a package of another language does there. */
export interface Counterpart {
  /** As its users call it. */
  readonly language: string;
  /** One to three names, the best known first. */
  readonly packages: readonly string[];
}

/**
 * `name: names on npm`, a language at a time. The left side is what the language's own registry calls it (PyPI, RubyGems, the
 * last part of a Go module's path, crates.io, Maven Central, Packagist, NuGet), or what its code imports; the right side is on
 * the bundled list. A name that is popular on npm itself means what it means there, and stands in none.
 */
const tables: Readonly<Record<string, string>> = {
  Python: `
    beautifulsoup4: cheerio jsdom parse5
    beautifulsoup: cheerio jsdom parse5
    bs4: cheerio jsdom parse5
    lxml: fast-xml-parser xml2js
    html5lib: parse5 jsdom
    requests: axios got undici
    urllib3: undici got
    aiohttp: undici axios
    scrapy: puppeteer playwright cheerio
    selenium: selenium-webdriver playwright
    flask: express fastify
    django: express fastify
    fastapi: fastify express
    starlette: fastify express
    tornado: fastify express
    flask-cors: cors
    flask-socketio: socket.io
    jinja2: nunjucks ejs
    sqlalchemy: sequelize typeorm
    psycopg2: pg
    psycopg2-binary: pg
    pymysql: mysql2
    pymongo: mongodb mongoose
    aioredis: ioredis redis
    redis-py: redis ioredis
    cx_oracle: oracledb
    pyodbc: mssql tedious
    kafka-python: kafkajs
    pika: amqplib
    celery: bullmq bull
    boto3: @aws-sdk/client-s3 @aws-sdk/client-dynamodb
    pyyaml: yaml js-yaml
    python-dotenv: dotenv
    pillow: sharp jimp
    opencv-python: sharp canvas
    opencv: sharp canvas
    cv2: sharp canvas
    pytesseract: tesseract.js
    numpy: mathjs ndarray ml-matrix
    scipy: mathjs simple-statistics
    sympy: mathjs
    networkx: graphology
    tensorflow: @tensorflow/tfjs @tensorflow/tfjs-node
    matplotlib: chart.js echarts plotly.js
    plotly: plotly.js
    nltk: natural compromise
    spacy: compromise natural
    paramiko: ssh2
    pytest: vitest jest mocha
    unittest: vitest jest mocha
    pydantic: zod
    marshmallow: zod
    click: commander yargs
    tqdm: cli-progress progress
    colorama: chalk
    termcolor: chalk
    loguru: pino winston
    structlog: pino winston
    gunicorn: pm2
    python-dateutil: date-fns luxon dayjs
    pytz: luxon moment-timezone
    pendulum: luxon dayjs
    pyjwt: jsonwebtoken jose
    python-jose: jose
    discord.py: discord.js
    python-telegram-bot: telegraf
    tweepy: twitter-api-v2
    psutil: systeminformation
    watchdog: chokidar
    apscheduler: node-schedule node-cron
    pypdf2: pdf-lib pdf-parse
    pypdf: pdf-lib pdf-parse
    reportlab: pdfkit pdf-lib
    openpyxl: exceljs xlsx
    xlrd: xlsx exceljs
    python-docx: docx mammoth
    pygments: highlight.js shiki
    grpcio: @grpc/grpc-js
    websockets: ws
    websocket-client: ws
    fuzzywuzzy: fuse.js
    rapidfuzz: fuse.js
    python-magic: file-type
    pyserial: serialport
    shapely: @turf/turf
    folium: leaflet
    bleach: sanitize-html dompurify
    html2text: turndown
    feedparser: rss-parser
    gitpython: simple-git
    ldap3: ldapjs ldapts
    tabulate: cli-table3
    prettytable: cli-table3
    questionary: inquirer
    pexpect: node-pty
    pyperclip: clipboardy
    hypothesis: fast-check
    freezegun: @sinonjs/fake-timers
    flake8: eslint
    pylint: eslint
    mypy: typescript
  `,
  Ruby: `
    nokogiri: cheerio fast-xml-parser
    rails: express fastify
    sinatra: express fastify
    activerecord: sequelize typeorm
    sidekiq: bullmq bull
    faraday: axios got
    httparty: axios got
    rspec: vitest jest mocha
    capybara: playwright puppeteer
    rubocop: eslint
    devise: passport
  `,
  Go: `
    gorm: sequelize typeorm
    cobra: commander yargs
    logrus: pino winston
    zap: pino winston
    testify: vitest jest
  `,
  Rust: `
    tungstenite: ws
  `,
  Java: `
    log4j: log4js pino winston
    slf4j: pino winston
    junit: vitest jest mocha
    jsoup: cheerio jsdom
    okhttp: undici got
  `,
  PHP: `
    guzzle: axios got
    laravel: express fastify
    monolog: winston pino
    phpunit: vitest jest mocha
  `,
  'C#': `
    serilog: pino winston
    nunit: vitest jest mocha
    xunit: vitest jest mocha
  `,
};

/** By the name in the other language. */
export const counterparts: ReadonlyMap<string, Counterpart> = new Map(
  Object.entries(tables).flatMap(([language, table]) =>
    table
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', ...packages] = line.trim().split(/:? /);
        return [name, { language, packages }] as const;
      }),
  ),
);
