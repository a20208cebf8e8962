import { memo, useDeferredValue, type ComponentProps } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { CopyButton } from '../../ui/index.ts'
import { markdownBlocks } from './markdown-blocks.ts'

const plugins = [remarkGfm]
/** A part longer than this takes longer to parse than there is time in a frame. Characters. */
const longPart = 4_000

const textOf = (node: unknown): string => {
  const { value, children } = node as { value?: string; children?: unknown[] }
  return value ?? (children ?? []).map(textOf).join('')
}

const components: Components = {
  // Links leave the app: the host opens them in the browser.
  a: ({ children, href }) => (
    <a href={href} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">
      {children}
    </a>
  ),
  // Pictures of an agent's choosing would be fetched from anywhere; their text is shown instead.
  img: ({ alt, src }) => <span className="text-muted">[{alt || src}]</span>,
  pre: ({ children, node }) => (
    <div className="group relative my-2">
      <pre className="overflow-x-auto rounded-md border border-line bg-input px-3 py-2 font-mono text-sm leading-[18px]">
        {children}
      </pre>
      <span className="absolute top-1 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
        <CopyButton text={textOf(node)} label="Copy code" />
      </span>
    </div>
  ),
  code: ({ children, className }: ComponentProps<'code'>) => (
    <code className={className ?? 'rounded-sm bg-active px-1 font-mono text-sm'}>{children}</code>
  ),
  table: ({ children }) => (
    <div className="my-2 overflow-x-auto">
      <table className="border-collapse text-sm [&_td]:border [&_td]:border-line [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:border-line [&_th]:px-2 [&_th]:py-1 [&_th]:text-left">
        {children}
      </table>
    </div>
  ),
}

/** One part. While a long one grows, parsing it may fall a frame behind: typing stays smooth. */
const Part = memo(function Part({ text }: { text: string }) {
  const parsedLater = useDeferredValue(text)
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {text.length > longPart ? parsedLater : text}
    </ReactMarkdown>
  )
})

/** Markdown of an agent: no raw HTML, no pictures from elsewhere. Of a text that grows only the last part is parsed. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className="break-words select-text [&_blockquote]:border-l-2 [&_blockquote]:border-strong [&_blockquote]:pl-3 [&_blockquote]:text-muted [&_h1]:mt-3 [&_h1]:mb-1 [&_h1]:text-lg [&_h1]:font-semibold [&_h2]:mt-3 [&_h2]:mb-1 [&_h2]:font-semibold [&_h3]:mt-2 [&_h3]:font-semibold [&_hr]:my-3 [&_hr]:border-line [&_li]:my-0.5 [&_ol]:my-1 [&_ol]:list-decimal [&_ol]:pl-5 [&_p]:my-1.5 [&_p:first-child]:mt-0 [&_p:last-child]:mb-0 [&_ul]:my-1 [&_ul]:list-disc [&_ul]:pl-5">
      {markdownBlocks(text).map((part, index) => (
        // Parts are never moved: a growing text adds them at its end.
        <Part key={index} text={part} />
      ))}
    </div>
  )
})
